package filereeve.app;

import filereeve.dispatch.Handler;
import filereeve.dispatch.RetryPolicy;
import filereeve.event.RuleName;
import filereeve.queue.Debounce;
import filereeve.route.Claim;
import filereeve.schedule.ScheduleSettings;
import java.time.Duration;
import java.util.Optional;

/// One rule at work: its handler, and how the other parts treat it.
///
/// @param settings what it was made of; equal settings mean that it need not be made anew
record ActiveRule(
    RuleName name,
    Handler handler,
    Claim claim,
    Debounce debounce,
    RetryPolicy retry,
    Duration timeout,
    Duration rescan,
    Optional<ScheduleSettings> schedule,
    Object settings) {}
