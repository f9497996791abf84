package filereeve.telemetry;

/// One `key=value` of a log line. Paths, sizes, durations and instants are passed as what they are;
/// the format writes them.
public record Field(String key, Object value) {
  /// Short for the constructor, to be imported statically.
  public static Field field(String key, Object value) {
    return new Field(key, value);
  }
}
