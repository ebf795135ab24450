"""What each page shows, put together from stored results. Pure: no queries, no arithmetic but
counting, sums of days and money, and the bounds of a range on the other scale."""
