package filereeve.rule;

/// Something on this host that would make a rule fail. The configuration itself is good, and the
/// host may change.
///
/// @param key of the rule that it is about, such as `archive_dir`
/// @param message what is wrong, without a full stop
/// @param remedy what to do about it, without a full stop
public record HostProblem(String key, String message, String remedy) {}
