#!/bin/bash
# Settings come from environment names with a dot, the password of `elastic` from ELASTIC_PASSWORD or the file ELASTIC_PASSWORD_FILE.
set -euo pipefail
umask 0002

if [ "${1:-eswrapper}" != eswrapper ]; then
  exec "$@"
fi

settings=()
while IFS= read -r -d '' variable; do
  if [[ $variable =~ ^[a-z][a-z_]*(\.[a-z_]+)+=. ]]; then
    settings+=("-E$variable")
  fi
done </proc/self/environ

if [ -n "${ELASTIC_PASSWORD_FILE:-}" ]; then
  ELASTIC_PASSWORD=$(<"$ELASTIC_PASSWORD_FILE")
fi
if [ -n "${ELASTIC_PASSWORD:-}" ]; then
  printf %s "$ELASTIC_PASSWORD" | bin/elasticsearch-keystore add -x -f bootstrap.password >/dev/null
  unset ELASTIC_PASSWORD
fi
exec bin/elasticsearch "${settings[@]}"
