"""What the API takes and shows of plans, scenarios, work and KPIs."""
