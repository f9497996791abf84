package filereeve.systemd;

/// The unit that runs the daemon, and what an administrator types to change it.
public final class ServiceUnit {
  public static final String NAME = "filereeve.service";

  /// What puts a changed drop-in in force.
  public static final String RESTART = "systemctl daemon-reload && systemctl restart filereeve";

  /// What opens its sandbox for all that the configuration names.
  public static final String OPEN = "filereeve systemd-paths --write && " + RESTART;

  private ServiceUnit() {}
}
