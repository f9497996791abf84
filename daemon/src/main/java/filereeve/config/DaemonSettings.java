package filereeve.config;

import filereeve.telemetry.LogSettings;
import filereeve.watch.Source;
import java.nio.file.Path;

/// The section `daemon`.
///
/// @param workers threads of each lane but those that compress and mail
/// @param compressWorkers threads that compress
/// @param queueLimit waiting keys; past it a rule is rescanned as a whole
/// @param reloadOnChange whether a change of the configuration's own files is applied
/// @param startWith what a start with a bad configuration does
/// @param watcher where file events come from
public record DaemonSettings(
    Path stateDir,
    int workers,
    int compressWorkers,
    int queueLimit,
    boolean reloadOnChange,
    StartWith startWith,
    Source watcher,
    LogSettings log) {}
