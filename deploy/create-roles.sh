#!/bin/sh
# Creates the two logins and the database that docs/operations.md describes. Run it once, as an administrator of the server:
#
#   OWNER_PASSWORD=… SERVER_PASSWORD=… sh deploy/create-roles.sh
#
# rollcall_owner runs the migrations; rollcall is the server's login. NOINHERIT: it has no rights but those of the role
# that it has set.
set -eu
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-${PGUSER:-postgres}}" --dbname postgres \
  -v owner="$OWNER_PASSWORD" -v server="$SERVER_PASSWORD" <<'SQL'
CREATE ROLE rollcall_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE ROLE rollcall LOGIN NOINHERIT PASSWORD :'server';
CREATE ROLE authenticated NOLOGIN;
CREATE ROLE rollcall_server NOLOGIN;
GRANT authenticated, rollcall_server TO rollcall_owner, rollcall;
CREATE DATABASE rollcall OWNER rollcall_owner;
SQL
