"""Why a plan is as it is: what limits are worth, why waste is left over, why no plan exists."""
