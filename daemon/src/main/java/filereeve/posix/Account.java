package filereeve.posix;

import java.util.Optional;

/// An account to act as.
///
/// @param user a name that the host knows
/// @param group a name that the host knows; empty for the user's own
public record Account(String user, Optional<String> group) {}
