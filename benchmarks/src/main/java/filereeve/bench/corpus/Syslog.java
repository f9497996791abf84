package filereeve.bench.corpus;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// rsyslog's traditional format, as a central host receives it from forty others.
final class Syslog implements LogKind {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ENGLISH);
  private static final List<String> USERS =
      List.of("root", "deploy", "admin", "postgres", "www-data", "backup", "oracle", "test", "git");
  private static final List<String> JOBS =
      List.of(
          "test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }",
          "/usr/local/bin/collect-metrics --quiet",
          "command -v debian-sa1 > /dev/null && debian-sa1 1 1",
          "[ -x /usr/lib/php/sessionclean ] && /usr/lib/php/sessionclean");
  private static final List<Integer> PORTS = List.of(23, 22, 80, 443, 3389, 8080, 5900, 6379, 2375);

  /// A machine of the network, which asks for its address each hour and sends mail.
  private record Machine(String name, String address, String hardware) {}

  private final Dice dice;
  private final List<Machine> machines;
  private final List<String> strangers;
  private final Chains chains;
  private int queued = 0x3f0000;
  private int pid = 1200;

  Syslog(Dice dice) {
    this.dice = dice;
    this.machines = Stream.generate(this::machine).limit(900).toList();
    this.strangers = Stream.generate(dice::address).limit(3_000).toList();
    this.chains = new Chains(dice, 6, this::happens);
  }

  private Machine machine() {
    return new Machine(
        "%s-%s-%d.example.net"
            .formatted(dice.any(Words.NOUNS), dice.any(Words.NOUNS), dice.below(40)),
        "10.%d.%d.%d".formatted(dice.below(4), dice.below(20), 1 + dice.below(254)),
        "52:54:00:%02x:%02x:%02x".formatted(dice.below(256), dice.below(256), dice.below(256)));
  }

  @Override
  public int perSecond() {
    return 60;
  }

  @Override
  public void next(Line to, LocalDateTime now) {
    to.time(TIME, now).add(' ').add(chains.next()).add('\n');
  }

  private void happens(Consumer<String> lines) {
    pid = pid > 60_000 ? 1200 : pid + 1 + dice.below(3);
    String host = "host%02d.example.com ".formatted(1 + dice.rank(12));
    Consumer<String> ofHost = line -> lines.accept(host + line);
    switch (dice.below(14)) {
      case 0 -> guesses(ofHost);
      case 1, 10, 11 -> lease(ofHost);
      case 12 -> probe(ofHost);
      case 2 -> login(ofHost);
      case 3 -> cron(ofHost);
      case 4, 5 -> mail(ofHost);
      case 6 -> unit(ofHost);
      case 7 -> firewall(ofHost);
      case 8 -> nameServer(ofHost);
      default -> audit(ofHost);
    }
  }

  /// Somebody tries passwords.
  private void guesses(Consumer<String> lines) {
    String address = dice.frequent(strangers);
    int port = 1024 + dice.below(60_000);
    for (int i = 1 + dice.rank(20); i > 0; i--) {
      String sshd = "sshd[" + pid++ + "]: ";
      String user = dice.frequent(USERS);
      String from = " from " + address + " port " + (port += 2 + dice.below(40));
      lines.accept(sshd + "Invalid user " + user + from);
      lines.accept(sshd + "pam_unix(sshd:auth): check pass; user unknown");
      lines.accept(
          sshd
              + "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser="
              + " rhost="
              + address);
      lines.accept(sshd + "Failed password for invalid user " + user + from + " ssh2");
      lines.accept(
          sshd
              + "Connection closed by invalid user "
              + user
              + " "
              + address
              + " port "
              + port
              + " [preauth]");
    }
  }

  private void login(Consumer<String> lines) {
    String sshd = "sshd[" + pid + "]: ";
    String user = dice.frequent(USERS);
    lines.accept(
        "%sAccepted publickey for %s from 10.1.%d.%d port %d ssh2: ED25519 SHA256:%s"
            .formatted(
                sshd,
                user,
                dice.below(3),
                dice.rank(250),
                32_768 + dice.below(28_000),
                Long.toString(Math.abs(user.hashCode() * 0x9E3779B97F4A7C15L), 36)));
    lines.accept(
        sshd + "pam_unix(sshd:session): session opened for user " + user + "(uid=1000) by (uid=0)");
    lines.accept("systemd-logind[612]: New session " + pid + " of user " + user + ".");
    lines.accept(
        "systemd[1]: Started session-"
            + pid
            + ".scope - Session "
            + pid
            + " of User "
            + user
            + ".");
    lines.accept(sshd + "pam_unix(sshd:session): session closed for user " + user);
    lines.accept("systemd[1]: session-" + pid + ".scope: Deactivated successfully.");
    lines.accept(
        "systemd-logind[612]: Session " + pid + " logged out. Waiting for processes to exit.");
    lines.accept("systemd-logind[612]: Removed session " + pid + ".");
  }

  private void cron(Consumer<String> lines) {
    String cron = "CRON[" + pid + "]: ";
    String user = dice.frequent(USERS);
    lines.accept(
        cron + "pam_unix(cron:session): session opened for user " + user + "(uid=0) by (uid=0)");
    lines.accept("CRON[" + (pid + 1) + "]: (" + user + ") CMD (   " + dice.frequent(JOBS) + ")");
    lines.accept(cron + "pam_unix(cron:session): session closed for user " + user);
  }

  private void mail(Consumer<String> lines) {
    queued += 1 + dice.below(300);
    String id = "%X: ".formatted(queued);
    String smtpd = "postfix/smtpd[" + pid + "]: ";
    Machine machine = dice.frequent(machines);
    String client = machine.name() + "[" + machine.address() + "]";
    lines.accept(smtpd + "connect from " + client);
    lines.accept(smtpd + id + "client=" + client);
    lines.accept(
        "postfix/cleanup[%d]: %smessage-id=<20261121.%s@%s>"
            .formatted(pid + 3, id, id.substring(0, id.length() - 2), machine.name()));
    lines.accept(
        "postfix/qmgr[901]: %sfrom=<%s@example.net>, size=%d, nrcpt=1 (queue active)"
            .formatted(id, dice.frequent(Words.NOUNS), dice.logNormal(9_000, 1)));
    lines.accept(
        smtpd + "disconnect from " + client + " ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5");
    lines.accept(
        ("postfix/smtp[%d]: %sto=<%s.%s@example.org>, relay=mx%d.example.org[192.0.2.%d]:25,"
                + " delay=0.%d, delays=0.01/0/0.%d/0.%d, dsn=2.0.0, status=sent (250 2.0.0 Ok:"
                + " queued as %X)")
            .formatted(
                pid + 5,
                id,
                dice.frequent(Words.NOUNS),
                dice.frequent(Words.NOUNS),
                1 + dice.below(3),
                dice.below(20),
                dice.below(100),
                dice.below(100),
                dice.below(100),
                dice.below(Integer.MAX_VALUE)));
    lines.accept("postfix/qmgr[901]: " + id + "removed");
  }

  private void lease(Consumer<String> lines) {
    Machine machine = dice.frequent(machines);
    String who = machine.address() + " (10.0.0.2) from " + machine.hardware();
    String name = " (" + machine.name() + ") via eth0." + (10 + machine.name().length());
    lines.accept("dhcpd[821]: DHCPREQUEST for " + who + name);
    lines.accept(
        "dhcpd[821]: DHCPACK on " + machine.address() + " to " + machine.hardware() + name);
  }

  /// Monitoring asks each host for the same, again and again.
  private void probe(Consumer<String> lines) {
    for (String check : List.of("disk", "load", "memory", "processes", "time", "users")) {
      lines.accept(
          "nrpe["
              + pid
              + "]: Host 10.0.0.9 is asking for command 'check_"
              + check
              + "' to be run...");
      lines.accept("nrpe[" + pid++ + "]: Return Code: 0, Output: OK - " + check + " is fine");
    }
  }

  private void unit(Consumer<String> lines) {
    String unit = dice.frequent(Words.NOUNS);
    String name = unit + "-sync.service";
    lines.accept("systemd[1]: Starting " + name + " - Synchronise the " + unit + "...");
    lines.accept(unit + "-sync[" + pid + "]: " + dice.rank(4_000) + " entries, nothing to do");
    lines.accept("systemd[1]: " + name + ": Deactivated successfully.");
    lines.accept("systemd[1]: Finished " + name + " - Synchronise the " + unit + ".");
  }

  private void firewall(Consumer<String> lines) {
    String address = dice.frequent(strangers);
    int port = 1024 + dice.below(64_000);
    int target = dice.frequent(PORTS);
    for (int i = 1 + dice.rank(12); i > 0; i--) {
      lines.accept(
          ("kernel: [%d.%06d] [UFW BLOCK] IN=eth0 OUT="
               + " MAC=52:54:00:12:34:56:52:54:00:ab:cd:ef:08:00 SRC=%s DST=203.0.113.%d LEN=40"
               + " TOS=0x00 PREC=0x00 TTL=%d ID=%d PROTO=TCP SPT=%d DPT=%d WINDOW=1024 RES=0x00 SYN"
               + " URGP=0")
              .formatted(
                  pid * 7,
                  dice.below(1_000_000),
                  address,
                  dice.below(8),
                  240 + dice.below(3),
                  dice.below(65_536),
                  port,
                  target));
    }
  }

  private void nameServer(Consumer<String> lines) {
    String client = "10.0.%d.%d#%d".formatted(dice.below(4), dice.rank(250), dice.below(65_536));
    for (int i = 1 + dice.rank(6); i > 0; i--) {
      String name = dice.frequent(Words.NOUNS) + ".internal.example.com";
      for (String type : List.of("A", "AAAA")) {
        lines.accept(
            "named[744]: client @0x7f3a5c0%02d8 %s (%s): query: %s IN %s +E(0)K (10.0.0.53)"
                .formatted(dice.rank(60), client, name, name, type));
      }
    }
  }

  private void audit(Consumer<String> lines) {
    String name = dice.frequent(Words.NOUNS);
    for (int i = 1 + dice.rank(6); i > 0; i--) {
      lines.accept(
          ("kernel: [%d.%06d] audit: type=1400 audit(17637%05d.%03d:%d): apparmor=\"ALLOWED\""
                  + " operation=\"open\" profile=\"/usr/sbin/%sd\" name=\"/proc/%d/status\" pid=%d"
                  + " comm=\"%sd\" requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0")
              .formatted(
                  pid * 7,
                  dice.below(1_000_000),
                  pid,
                  dice.below(1000),
                  pid / 3,
                  name,
                  pid,
                  pid,
                  name));
    }
  }
}
