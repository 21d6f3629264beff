"""Scripts that the environment of the validators runs, each driving one of them; the press never imports these."""
