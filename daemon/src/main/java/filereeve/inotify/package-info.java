/// The kernel's inotify(7), as it is: watches on single directories with a mask of one's choice,
/// and events read in batches. It depends on nothing but the JDK.
@NullMarked
package filereeve.inotify;

import org.jspecify.annotations.NullMarked;
