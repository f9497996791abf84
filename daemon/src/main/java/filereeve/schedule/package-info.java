/// Cron expressions and intervals, missed runs, and the only use of Quartz.
@NullMarked
package filereeve.schedule;

import org.jspecify.annotations.NullMarked;
