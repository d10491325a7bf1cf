"""Who answers: one file a provider, all of them behind the protocol of `base`."""
