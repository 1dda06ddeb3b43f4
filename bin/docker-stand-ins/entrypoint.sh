#!/bin/sh
# Runs a server as the images of the registry do: the first start makes its user and database, as variables name them.
set -e

as() {
  user=$1
  shift
  exec setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
}

case $1 in
  postgres)
    data=/var/lib/postgresql/data
    chown postgres "$data"
    if [ ! -f "$data/PG_VERSION" ]; then
      printf %s "$POSTGRES_PASSWORD" >/tmp/password
      chmod 644 /tmp/password
      (as postgres initdb -D "$data" -U "$POSTGRES_USER" --pwfile=/tmp/password -A scram-sha-256 -E UTF8 --no-sync)
      rm /tmp/password
      echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
      echo "create database $POSTGRES_DB;" | (as postgres postgres --single -D "$data" postgres) >/dev/null
    fi
    as postgres postgres -D "$data" -c unix_socket_directories= -c listen_addresses='*'
    ;;
  mariadbd)
    mkdir -p /run/mysqld
    chown mysql /var/lib/mysql /run/mysqld
    [ -d /var/lib/mysql/mysql ] || mariadb-install-db --user=mysql --datadir=/var/lib/mysql --skip-test-db >/dev/null
    cat >/tmp/init.sql <<END
create database if not exists $MARIADB_DATABASE;
create user if not exists $MARIADB_USER@'%' identified by '$MARIADB_PASSWORD';
grant all on $MARIADB_DATABASE.* to $MARIADB_USER@'%';
END
    as mysql "$@" --bind-address=0.0.0.0 --init-file=/tmp/init.sql
    ;;
  redis-server) as redis "$@" --protected-mode no ;;
  *) exec "$@" ;;
esac
