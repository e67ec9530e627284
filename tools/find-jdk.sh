# shellcheck shell=sh
# Sourced by ./sandbox and ./verify: sets JAVA_HOME to a JDK 25 or newer, or says what to install.
# It reads the `release` file that every JDK carries: starting each java to ask would cost 40 ms apiece.

jdk_release() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# The candidates one a line, in the order in which they are preferred.
jdk_candidates() {
  printf '%s\n' "${JAVA_HOME-}"
  if jdk_java=$(command -v java); then
    dirname "$(dirname "$(readlink -f "$jdk_java")")"
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -F -v 25 2>/dev/null
  fi
  for jdk_home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    printf '%s\n' "$jdk_home"
  done
}

find_jdk() {
  jdk_newer=
  while IFS= read -r jdk_home; do
    [ -n "$jdk_home" ] || continue
    jdk_version=$(jdk_release "$jdk_home") || continue
    if [ "${jdk_version:-0}" -eq 25 ]; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      return 0
    fi
    if [ "${jdk_version:-0}" -gt 25 ] && [ -z "$jdk_newer" ]; then
      jdk_newer=$jdk_home
    fi
  done <<EOF
$(jdk_candidates)
EOF
  if [ -n "$jdk_newer" ]; then
    JAVA_HOME=$jdk_newer
    export JAVA_HOME
    return 0
  fi
  echo "sandbox: error: no JDK 25 found in JAVA_HOME, on PATH or below /usr/lib/jvm" >&2
  echo "sandbox: hint: install one, such as Temurin 25 or your distribution's openjdk-25-jdk-headless, or set JAVA_HOME" >&2
  return 1
}

require_maven() {
  command -v mvn >/dev/null && return 0
  echo "sandbox: error: 'mvn' is not on PATH; it is needed to build from source" >&2
  echo "sandbox: hint: install Maven 3.8 or newer, for example 'apt-get install maven'" >&2
  return 1
}
