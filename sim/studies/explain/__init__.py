"""Why a scenario has no plan, and the ways out; or what binds where it has one."""
