# Runs in the pod, as the workload's user, and says on standard output what it finds, a line each:
#   reachable ADDRESS   the engine's machine answers there: there is no airlock
#   missing NAME        a sidecar did not come up in time
#   ready               all was tried
# Then it keeps the pod alive for as long as its own standard input is open.
#
# Arguments: PORT ADDRESS... -- NAME=HOST:PORT|FILE...
export LC_ALL=C

# Connects; what is printed is why it could not.
knock() {
  timeout "$1" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$2" "$3" 2>&1
}

# No answer within half a second is none: it would come over one bridge of the same machine.
probe() {
  local answer
  if answer=$(knock 0.5 "$1" "$2") || [[ $answer == *refused* ]]; then
    echo "reachable $1"
  fi
}

# What has no port makes a file when it is ready.
answers() {
  if [[ $1 == /* ]]; then
    [[ -e $1 ]]
  else
    (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null
  fi
}

await() {
  local name=${1%%=*} address=${1#*=}
  until answers "$address"; do
    if ((SECONDS > 60)); then
      echo "missing $name"
      return
    fi
    sleep 0.03
  done
}

port=$1
shift
while [[ $# -gt 0 && $1 != -- ]]; do
  probe "$1" "$port" &
  shift
done
shift
for sidecar; do
  await "$sidecar" &
done
wait
echo ready
cat >/dev/null
kill 1
