"""How the engine is deployed on clusters; nothing of it is part of the installed package."""
