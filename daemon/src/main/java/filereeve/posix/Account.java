package filereeve.posix;

import java.util.Optional;

/// An account to act as.
///
/// @param user a name that the host knows
/// @param group a name of one to act in, besides the user's own; new files get it
public record Account(String user, Optional<String> group) {}
