package filereeve.process;

/// The signals that a configuration may send, with Linux' numbers (x86_64 and aarch64 agree).
public enum SignalName {
  HUP(1),
  INT(2),
  QUIT(3),
  USR1(10),
  USR2(12),
  TERM(15),
  CONT(18),
  WINCH(28);

  private final int number;

  SignalName(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
