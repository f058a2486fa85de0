#!/bin/sh
# A new team, from nothing to two environments with users: no terminal needed, and safe to run again (the second run
# changes nothing). Try it without AWS:  AWSUP_TARGET=sandbox sh onboard.sh
set -eu
awsup org init --project acme --email 'aws+{env}@acme.dev' --env dev --env prod --yes
awsup user create alice --env dev --env prod --group admins
awsup user create bob --env dev --group developers
awsup user create ci --env dev --group viewers
awsup env switch dev
