package filereeve.sandbox;

import java.util.List;

/// What some rules need besides files, with the lines of a unit that allow it.
public enum Grant {
  /// Reach other hosts, or listen. `IPAddressAllow=` counts against an `IPAddressDeny=` of the
  /// unit.
  NETWORK("PrivateNetwork=no", "RestrictAddressFamilies=AF_INET AF_INET6", "IPAddressAllow=any"),
  /// Listen on a port below 1024, as a web server does to test its configuration.
  LOW_PORTS("CapabilityBoundingSet=CAP_NET_BIND_SERVICE"),
  /// Find the processes of other users.
  SEE_PROCESSES("ProtectProc=default"),
  /// Inspect how processes of other users have opened their files.
  INSPECT_PROCESSES("CapabilityBoundingSet=CAP_SYS_PTRACE"),
  /// Pause a service as a whole (`cgroup.freeze`).
  FREEZE_SERVICES("ProtectControlGroups=no"),
  /// Access files with another user's permissions: `user`.
  ACT_AS_USERS(
      "CapabilityBoundingSet=CAP_SETGID CAP_SETUID",
      "SystemCallFilter=@setuid setfsgid setfsgid32 setfsuid setfsuid32"),
  /// Set and clear the attributes of chattr(1).
  CHANGE_ATTRIBUTES("CapabilityBoundingSet=CAP_LINUX_IMMUTABLE");

  private final String settings;

  Grant(String... settings) {
    this.settings = String.join("\n", settings);
  }

  /// For the section `[Service]`. systemd merges those that are lists with the unit's.
  List<String> settings() {
    return settings.lines().toList();
  }
}
