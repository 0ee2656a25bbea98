# Sets JAVA_HOME to a JDK of the release that Plimsoll needs, or says what to install and ends the script.
# Sourced by mvnw and quickstart; POSIX shell. An explicit JAVA_HOME of that release wins.

plimsoll_jdk=25

# Prints the feature release of the JDK in directory $1, or nothing if it is no JDK.
plimsoll_jdk_release() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Tries each candidate directory; succeeds when one holds the wanted release.
plimsoll_find_jdk() {
  set +f
  for plimsoll_candidate in \
    "${JAVA_HOME-}" \
    "$(plimsoll_command=$(command -v javac 2>/dev/null) && dirname "$(dirname "$(readlink -f "$plimsoll_command")")")" \
    "${JAVA_HOME_25_X64-}" "${JDK_25-}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$plimsoll_candidate" ] || continue
    if [ "$(plimsoll_jdk_release "$plimsoll_candidate")" = "$plimsoll_jdk" ]; then
      JAVA_HOME=$plimsoll_candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

if ! plimsoll_find_jdk; then
  {
    echo "Plimsoll needs a JDK $plimsoll_jdk and found none (looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt, SDKMAN, ~/.jdks)."
    echo "Install one, for example Eclipse Temurin $plimsoll_jdk (package temurin-$plimsoll_jdk-jdk, or 'sdk install java $plimsoll_jdk-tem'),"
    echo "or set JAVA_HOME to it, and run the command again."
  } >&2
  exit 1
fi
