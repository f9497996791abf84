/// File events from the kernel; the only use of directory-watcher.
///
/// ```
/// DirectoryEvents (inotify or directory-watcher) ──▶ Tree ──▶ EventReports ──▶ consumer of FileEvents
///      ▲                                           ▲ asks Following where roots and links lead
///      └─ Registrations ◀── DirectoryWalk             └── Patrol: mounts, polling, sleep
/// ```
///
/// One [filereeve.watch.Watcher] is one inotify instance for all roots, a thread that reads events,
/// and one that patrols: it waits for mounts, and rescans every 30 s what cannot be watched. The
/// kernel is asked only for directories, each under its real path; three kinds are of interest:
///
/// - directories of a root's tree in which something can match: names and contents;
/// - the directories that single files, and what links point to, are in: names and contents;
/// - the directories on the way to a root or to a link's target: names only, so that a root that
///   appears, is lost or is replaced is noticed, and a busy neighbour costs nothing.
///
/// directory-watcher cannot watch single directories, or names only, or further roots later. So its
/// file tree visitor walks nothing, but keeps the function with which the library registers a
/// directory. Everything is registered through that function, and narrowed to names on the watch
/// service that the library was given. No second watch service is needed.
///
/// Events are hints. Nothing is remembered of a file, unless it is a root or a link that is
/// followed. Where something may have been missed, the smallest directory that covers it is
/// reported as [filereeve.event.FileEvent.Overflowed].
@NullMarked
package filereeve.watch;

import org.jspecify.annotations.NullMarked;
