#!/bin/sh
# Makes the two logins and the database of docs/operations.md. As an administrator of the server, once:
#
#   OWNER_PASSWORD=… SERVER_PASSWORD=… sh deploy/create-roles.sh
#
# rollcall_owner migrates, rollcall serves: it inherits nothing, and acts as the roles that it may become.
set -eu
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  -v owner="$OWNER_PASSWORD" -v server="$SERVER_PASSWORD" <<'SQL'
CREATE ROLE rollcall_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE ROLE rollcall LOGIN NOINHERIT PASSWORD :'server';
CREATE ROLE authenticated NOLOGIN;
CREATE ROLE rollcall_server NOLOGIN;
GRANT authenticated, rollcall_server TO rollcall_owner, rollcall;
CREATE DATABASE rollcall OWNER rollcall_owner;
SQL
