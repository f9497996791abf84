package filereeve.setup;

import java.util.List;
import java.util.Optional;

/// A service that can check its own configuration.
///
/// @param name of the service, and of its rule
/// @param writes the name of its process, as `/proc` has it
/// @param directory its configuration is there; one that is not there is not installed
/// @param watch globs
/// @param check a command that exits with 0 if the configuration is good
/// @param verb what systemd does to apply it
/// @param units the first that the host has is applied: distributions name some differently
/// @param reopen an action, as in YAML, after which it writes to a new log; empty if there is none
record KnownService(
    String name,
    String writes,
    String directory,
    List<String> watch,
    List<String> check,
    String verb,
    List<String> units,
    Optional<String> reopen) {
  static final List<KnownService> ALL =
      List.of(
          service("nginx", "/etc/nginx", "nginx -t")
              .reopening("{signal: USR1, pidfile: /run/nginx.pid}"),
          service("apache2", "/etc/apache2", "apache2ctl configtest")
              .reopening("{systemctl: reload, unit: apache2.service}"),
          service("httpd", "/etc/httpd", "httpd -t")
              .reopening("{systemctl: reload, unit: httpd.service}"),
          service("lighttpd", "/etc/lighttpd", "lighttpd -tt -f /etc/lighttpd/lighttpd.conf")
              .reopening("{signal: HUP, pidfile: /run/lighttpd.pid}"),
          service("caddy", "/etc/caddy", "caddy validate --config /etc/caddy/Caddyfile"),
          service("haproxy", "/etc/haproxy", "haproxy -c -f /etc/haproxy/haproxy.cfg"),
          service("squid", "/etc/squid", "squid -k parse"),
          service(
              "prometheus",
              "/etc/prometheus",
              "promtool check config /etc/prometheus/prometheus.yml"),
          service("sshd", "/etc/ssh", "/usr/sbin/sshd -t")
              .watching("/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d/*.conf")
              .with("reload", "ssh.service", "sshd.service"),
          service("rsyslog", "/etc/rsyslog.d", "rsyslogd -N1")
              .watching("/etc/rsyslog.conf", "/etc/rsyslog.d/*.conf")
              .writingAs("rsyslogd")
              .with("try-restart", "rsyslog.service")
              .reopening("{run: [systemctl, kill, -s, HUP, rsyslog.service]}"),
          service("postfix", "/etc/postfix", "postfix check"),
          service("dovecot", "/etc/dovecot", "doveconf -n")
              .reopening("{run: [doveadm, log, reopen]}"),
          service("bind", "/etc/bind", "named-checkconf")
              .writingAs("named")
              .with("reload", "named.service", "bind9.service"),
          service("named", "/etc/named", "named-checkconf")
              .watching("/etc/named.conf", "/etc/named/**"),
          service("unbound", "/etc/unbound", "unbound-checkconf"),
          service("dnsmasq", "/etc/dnsmasq.d", "dnsmasq --test")
              .watching("/etc/dnsmasq.conf", "/etc/dnsmasq.d/*")
              .with("try-restart", "dnsmasq.service"),
          service("samba", "/etc/samba", "testparm -s")
              .writingAs("smbd")
              .with("reload", "smbd.service", "smb.service"),
          service("keepalived", "/etc/keepalived", "keepalived --config-test"));

  private static KnownService service(String name, String directory, String check) {
    return new KnownService(
        name,
        name,
        directory,
        List.of(directory + "/**"),
        List.of(check.split(" ", -1)),
        "reload",
        List.of(name + ".service"),
        Optional.empty());
  }

  private KnownService watching(String... globs) {
    return new KnownService(name, writes, directory, List.of(globs), check, verb, units, reopen);
  }

  private KnownService writingAs(String process) {
    return new KnownService(name, process, directory, watch, check, verb, units, reopen);
  }

  private KnownService with(String verb, String... units) {
    return new KnownService(name, writes, directory, watch, check, verb, List.of(units), reopen);
  }

  private KnownService reopening(String action) {
    return new KnownService(
        name, writes, directory, watch, check, verb, units, Optional.of(action));
  }

  /// With one unit only.
  KnownService applying(String unit) {
    return with(verb, unit);
  }

  /// What is done, for a person.
  String summary() {
    return "%s, then systemctl %s %s".formatted(String.join(" ", check), verb, units.getFirst());
  }

  /// As a rule of the section `reload`.
  String rule() {
    return """
      # When the files have changed: %s; only if that finds no mistake, systemctl %s.
      %s:
        watch: [%s]
        check: [%s]
        apply: {systemctl: %s, unit: %s}
    """
        .formatted(
            String.join(" ", check),
            verb,
            name,
            String.join(", ", watch),
            String.join(", ", check),
            verb,
            units.getFirst());
  }
}
