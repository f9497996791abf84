package filereeve.rule;

import filereeve.dispatch.RetryPolicy;
import filereeve.event.RuleName;
import filereeve.queue.Debounce;
import filereeve.schedule.ScheduleSettings;
import filereeve.schema.Where;
import java.time.Duration;
import java.util.Optional;

/// What every rule has, whatever its kind, and its own settings.
///
/// @param where its name stands
/// @param rescan look again this often, even without an event
/// @param timeout of one command, and of one run without progress
/// @param settings what only its kind has
public record Rule<S>(
    RuleName name,
    Where where,
    Debounce debounce,
    Duration rescan,
    Duration timeout,
    RetryPolicy retry,
    Optional<ScheduleSettings> schedule,
    S settings) {}
