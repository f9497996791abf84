package filereeve.dispatch;

import filereeve.event.Cause;
import filereeve.event.RunKey;
import filereeve.route.Claims;
import java.util.Set;

/// One run of a handler.
///
/// @param causes why it runs; never empty
/// @param attempt 1 for the first, more for a retry
/// @param claims of all rules in force when it began
/// @param progress to be called while the work moves on: the timeout counts from the last call
public record Run(RunKey key, Set<Cause> causes, int attempt, Claims claims, Runnable progress) {}
