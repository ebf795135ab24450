"""Made-up organisations, people and answers for the demo and the examples. Nobody here is real."""
