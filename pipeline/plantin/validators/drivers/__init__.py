"""Scripts that run in the environment of the validators, each driving one of them; Plantin never imports these."""
