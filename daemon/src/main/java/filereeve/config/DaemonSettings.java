package filereeve.config;

import filereeve.control.ControlSettings;
import filereeve.dispatch.Lane;
import filereeve.sandbox.Needs;
import filereeve.telemetry.LogSettings;
import filereeve.watch.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The section `daemon`.
///
/// @param workers threads of each lane but those that compress and mail
/// @param compressWorkers threads that compress
/// @param queueLimit waiting keys; past it a rule is rescanned as a whole
/// @param reloadOnChange whether a change of the configuration's own files is applied
/// @param startWith what a start with a bad configuration does
/// @param watcher where file events come from
/// @param control where the daemon can be asked
public record DaemonSettings(
    Path stateDir,
    int workers,
    int compressWorkers,
    int queueLimit,
    boolean reloadOnChange,
    StartWith startWith,
    Source watcher,
    ControlSettings control,
    LogSettings log) {
  /// Of each lane.
  public Map<Lane, Integer> threads() {
    var threads = new EnumMap<Lane, Integer>(Lane.class);
    threads.put(Lane.RELOAD, workers);
    threads.put(Lane.SCAN, workers);
    threads.put(Lane.ROTATE, workers);
    threads.put(Lane.COMPRESS, compressWorkers);
    threads.put(Lane.MAIL, 1);
    return threads;
  }

  /// What it writes itself.
  public Needs needs() {
    var directories = new TreeSet<Path>(Set.of(stateDir));
    directories.add(control.socket().resolveSibling("").normalize());
    log.files().forEach(file -> directories.add(file.path().resolveSibling("").normalize()));
    return Needs.writing(directories);
  }

  /// The keys of what is in force from the next start on: threads and locks are created at the
  /// start, and keep its settings.
  public List<String> needRestart(DaemonSettings last) {
    var keys = new ArrayList<String>();
    if (!stateDir.equals(last.stateDir)) {
      keys.add("daemon.state_dir");
    }
    if (workers != last.workers) {
      keys.add("daemon.workers");
    }
    if (compressWorkers != last.compressWorkers) {
      keys.add("daemon.compress_workers");
    }
    if (queueLimit != last.queueLimit) {
      keys.add("daemon.queue_limit");
    }
    if (watcher != last.watcher) {
      keys.add("daemon.watcher");
    }
    if (stateDir.equals(last.stateDir) && !control.equals(last.control)) {
      keys.add("daemon.control");
    }
    return keys;
  }
}
