"""The planner's page: change capacities, borders and prices, and see the plan on the map."""
