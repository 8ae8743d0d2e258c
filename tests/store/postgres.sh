# Runs Postgres until standard input ends. $1: the folder with its programs, $2: its port.
folder=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown nobody:nogroup "$folder"; fi
cd "$folder"
printf not-so-secret >"$folder/password"
chmod 644 "$folder/password"
as "$1/initdb" -D "$folder/data" -U keeper --auth=scram-sha-256 --pwfile="$folder/password" --encoding=UTF8 --no-locale --no-sync
# What it promises on a power cut is not tested here.
as "$1/postgres" -D "$folder/data" -p "$2" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200 &
cat >/dev/null
# The job is a shell that waits for the server, and takes no SIGINT; the server itself has left its number.
kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")"
wait
cd /
rm -rf "$folder"
