package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether a command has a path in what an interpreter will execute.
class InterpreterTest {
  static Stream<List<String>> executed() {
    return Stream.of(
        List.of("sh", "-c", "echo <path>"),
        List.of("/bin/bash", "-euo", "pipefail", "-c", "echo <path>", "x"),
        List.of("dash", "-c", "-e", "<path>"),
        List.of("zsh", "+o", "nomatch", "-ec", "<path>"),
        List.of("ksh", "-c", "--", "cat <path>"),
        List.of("sh", "<path>"),
        List.of("env", "LC_ALL=C", "sh", "-c", "echo <path>"),
        List.of("nice", "-n", "5", "/usr/bin/env", "bash", "-c", "echo <path>"),
        List.of("setpriv", "--reuid=app", "--clear-groups", "sh", "-c", "echo <path>"),
        List.of("timeout", "10", "ionice", "-c3", "busybox", "sh", "-c", "echo <path>"),
        List.of("docker", "exec", "web", "sh", "-c", "echo <path>"),
        List.of("env", "-S", "sh -c 'echo <path>'"),
        List.of("env", "--split-string=echo <path>"),
        List.of("su", "app", "-c", "echo <path>"),
        List.of("runuser", "-", "app", "--command=echo <path>"),
        List.of("flock", "/run/lock/x", "-c", "echo <path>"),
        List.of("perl", "-ne", "print if /<path>/"),
        List.of("perl", "-e", "1", "-e", "'<path>'"),
        List.of("perl", "-eprint '<path>'"),
        List.of("python3.13", "-W", "error", "-c", "open('<path>')"),
        List.of("ruby", "-I", "lib", "-e", "'<path>'"),
        List.of("node", "--eval", "'<path>'"),
        List.of("php", "-r", "'<path>';"),
        List.of("lua5.4", "-e", "x='<path>'"),
        List.of("awk", "{print > \"<path>\"}", "/etc/hosts"),
        List.of("sed", "-n", "-e", "s/a/<path>/p", "/etc/hosts"),
        List.of("ssh", "backup", "rm <path>"),
        List.of("xargs", "-a", "/dev/null", "sh", "-c", "echo <path>"),
        List.of("gosu", "app", "sh", "-c", "gzip <path>"),
        List.of("find", "/srv", "-exec", "sh", "-c", "cat <path>", ";"),
        List.of("eatmydata", "bash", "-ec", "cat <path>"),
        List.of("start-stop-daemon", "--start", "--exec", "/bin/sh", "--", "-c", "cat <path>"),
        List.of("watch", "-n1", "cat <path>"),
        List.of("parallel", "cat <path>"),
        List.of("gdb", "-ex", "shell <path>"),
        List.of("any-wrapper", "perl", "-e", "'<path>'"));
  }

  @ParameterizedTest
  @MethodSource("executed")
  void whatAnInterpreterExecutesIsCode(List<String> command) {
    assertThat(Interpreter.code(command, InterpreterTest::isWanted)).isPresent();
  }

  static Stream<List<String>> given() {
    return Stream.of(
        List.of("sh", "-c", "echo \"$1\"", "x", "<path>"),
        List.of("bash", "-o", "pipefail", "-c", "echo \"$1\"", "sh", "<path>", "-c", "<path>"),
        List.of("sh", "/usr/local/bin/hook", "<path>"),
        List.of("env", "X=1", "sh", "-c", "echo \"$1\"", "sh", "<path>"),
        List.of("env", "FILE=<path>", "/usr/local/bin/hook"),
        List.of("su", "app", "-c", "exec true", "<path>"),
        List.of("perl", "-i", "-pe", "s/a/b/", "<path>"),
        List.of("python3", "/usr/local/bin/hook.py", "-c", "<path>"),
        List.of("python3", "-m", "hook", "<path>"),
        List.of("awk", "-v", "f=<path>", "{print f}", "<path>"),
        List.of("sed", "-i", "s/a/b/", "<path>"),
        List.of("sed", "-i", "-e", "s/a/b/", "<path>"),
        List.of("logger", "-t", "sh", "<path>"),
        List.of("grep", "-c", "sed", "<path>"),
        List.of("/usr/local/bin/ship", "-c", "<path>"),
        List.of("rsync", "-a", "<path>", "backup:/logs/"));
  }

  @ParameterizedTest
  @MethodSource("given")
  void whatItIsGivenAsDataIsNot(List<String> command) {
    assertThat(Interpreter.code(command, InterpreterTest::isWanted)).isEmpty();
  }

  private static boolean isWanted(String argument) {
    return argument.contains("<path>");
  }
}
