package filereeve.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each command is written with `|` between its arguments.
class InterpreterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh|-c|echo <path>",
        "/bin/bash|-euo|pipefail|-c|echo <path>|x",
        "dash|-c|-e|<path>",
        "zsh|+o|nomatch|-ec|<path>",
        "ksh|-c|--|cat <path>",
        "sh|<path>",
        "env|LC_ALL=C|sh|-c|echo <path>",
        "nice|-n|5|/usr/bin/env|bash|-c|echo <path>",
        "setpriv|--reuid=app|--clear-groups|sh|-c|echo <path>",
        "timeout|10|ionice|-c3|busybox|sh|-c|echo <path>",
        "docker|exec|web|sh|-c|echo <path>",
        "env|-S|sh -c 'echo <path>'",
        "env|--split-string=echo <path>",
        "su|app|-c|echo <path>",
        "runuser|-|app|--command=echo <path>",
        "flock|/run/lock/x|-c|echo <path>",
        "perl|-ne|print if /<path>/",
        "perl|-e|1|-e|'<path>'",
        "perl|-eprint '<path>'",
        "python3.13|-W|error|-c|open('<path>')",
        "ruby|-I|lib|-e|'<path>'",
        "node|--eval|'<path>'",
        "php|-r|'<path>';",
        "lua5.4|-e|x='<path>'",
        "awk|{print > \"<path>\"}|/etc/hosts",
        "sed|-n|-e|s/a/<path>/p|/etc/hosts",
        "ssh|backup|rm <path>",
        "xargs|-a|/dev/null|sh|-c|echo <path>",
        "gosu|app|sh|-c|gzip <path>",
        "find|/srv|-exec|sh|-c|cat <path>|;",
        "eatmydata|bash|-ec|cat <path>",
        "start-stop-daemon|--start|--exec|/bin/sh|--|-c|cat <path>",
        "watch|-n1|cat <path>",
        "parallel|cat <path>",
        "gdb|-ex|shell <path>",
        "any-wrapper|perl|-e|'<path>'",
      })
  void whatAnInterpreterExecutesIsCode(String command) {
    assertThat(Interpreter.code(argv(command), InterpreterTest::isWanted)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh|-c|echo \"$1\"|x|<path>",
        "bash|-o|pipefail|-c|echo \"$1\"|sh|<path>|-c|<path>",
        "sh|/usr/local/bin/hook|<path>",
        "env|X=1|sh|-c|echo \"$1\"|sh|<path>",
        "env|FILE=<path>|/usr/local/bin/hook",
        "su|app|-c|exec true|<path>",
        "perl|-i|-pe|s/a/b/|<path>",
        "python3|/usr/local/bin/hook.py|-c|<path>",
        "python3|-m|hook|<path>",
        "awk|-v|f=<path>|{print f}|<path>",
        "sed|-i|s/a/b/|<path>",
        "sed|-i|-e|s/a/b/|<path>",
        "logger|-t|sh|<path>",
        "grep|-c|sed|<path>",
        "/usr/local/bin/ship|-c|<path>",
        "rsync|-a|<path>|backup:/logs/",
      })
  void whatItIsGivenAsDataIsNot(String command) {
    assertThat(Interpreter.code(argv(command), InterpreterTest::isWanted)).isEmpty();
  }

  private static List<String> argv(String command) {
    return List.of(command.split("\\|"));
  }

  private static boolean isWanted(String argument) {
    return argument.contains("<path>");
  }
}
