"""Contracts: what every implementation of a port must do, in one suite per port."""
