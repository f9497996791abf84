package filereeve.dispatch;

import filereeve.route.Claims;
import java.time.Duration;

/// How a rule's keys are run.
///
/// @param claims of all rules that are in force together with this one
/// @param timeout of a run without progress
public record Assignment(Handler handler, Claims claims, Duration timeout, RetryPolicy retry) {}
