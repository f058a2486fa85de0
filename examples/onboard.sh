#!/bin/sh
# A new team, from nothing to two environments with people: no terminal needed, and safe to run again (the second run
# changes nothing). Their passwords and keys are in secrets.json: give each person the own part, and delete the file.
# Try it without AWS:  AWSUP_TARGET=sandbox sh onboard.sh
set -eu
awsup org init --project acme --email 'aws+{env}@acme.dev' --env dev --env prod --yes
awsup onboard "$(dirname "$0")/team.csv" --yes --secrets-file secrets.json
awsup user create ci --env dev --group viewers
awsup env switch dev
