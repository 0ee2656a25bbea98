#!/bin/sh
# As in the public image: a configuration file may be given alone.
case "${1:-}" in
  *.yml | *.yaml) set -- serve "$@" ;;
esac
exec docker-registry "$@"
