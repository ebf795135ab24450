"""How a number was made, so that a reader can make it again by hand. Pure: inputs are stored
results and the engine's own values; nothing is computed here that the engine has not computed."""
