#!/bin/sh
# Run once, when the database server starts with an empty volume: a role that owns its own database
# and may do nothing else on the server.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --set=password="$DANVAN_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE danvan LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE danvan OWNER danvan;
REVOKE ALL ON DATABASE danvan FROM PUBLIC;
SQL
