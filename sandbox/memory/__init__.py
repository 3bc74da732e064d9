"""The ports in memory, with state and faults on demand: what the simulator and fast tests of use cases run against.
`tests/contracts` holds each of them and the real adapter to one behaviour."""
