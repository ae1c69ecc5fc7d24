"""How a referral reaches its plan: today a folder per plan; more ways come beside it."""
