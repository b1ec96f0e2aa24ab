/* wb-process.c: the kernel's numbers about this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-process.h"

#include <sys/resource.h>
#include <unistd.h>

#include "file/wb-file.h"
#include "wb-exposition.h"

/* The longest file of proc(5) that is read, in bytes: /proc/stat has some hundreds for each core. */
#define MAX_FILE (4 * 1024 * 1024)

/* /proc/self/stat, counted from the field after the name of the program: that one may hold anything. */
#define STAT_START_TIME 19
#define STAT_N_FIELDS   20

static gint64
to_microseconds (struct timeval time)
{
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_usec;
}

/* What could not be found out is left out, as Prometheus' own clients do. */
static void
write_number (GString    *text,
              const char *name,
              const char *help,
              gint64      number)
{
  if (number < 0)
    return;

  wb_exposition_head (text, name, "gauge", help);
  wb_exposition_integer (text, name, NULL, NULL, number);
}

/* proc(5): sizes in pages, the whole address space first, what is resident second. */
static void
write_memory (GString *text)
{
  gsize length;
  g_autofree char *sizes = wb_file_read ("/proc/self/statm", MAX_FILE, &length, NULL);
  gint64 page = sysconf (_SC_PAGESIZE);
  gint64 all, resident;
  char *end;

  if (sizes == NULL)
    return;

  all = g_ascii_strtoll (sizes, &end, 10);
  resident = g_ascii_strtoll (end, NULL, 10);
  write_number (text, "process_virtual_memory_bytes", "Virtual memory size in bytes.", all * page);
  write_number (text, "process_resident_memory_bytes", "Resident memory size in bytes.", resident * page);
}

/* The directory that is open while it is counted is not counted. */
static gint64
count_open_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  gint64 n = -1;

  if (dir == NULL)
    return -1;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* When the machine booted, in seconds since 1970. */
static gint64
read_boot_time (void)
{
  gsize length;
  g_autofree char *text = wb_file_read ("/proc/stat", MAX_FILE, &length, NULL);
  const char *line;

  if (text == NULL)
    return -1;

  line = strstr (text, "\nbtime ");
  return line != NULL ? g_ascii_strtoll (line + strlen ("\nbtime "), NULL, 10) : -1;
}

/* When the process began, in microseconds since 1970. */
static gint64
read_start_time (void)
{
  gsize length;
  g_autofree char *text = wb_file_read ("/proc/self/stat", MAX_FILE, &length, NULL);
  g_auto (GStrv) fields = NULL;
  gint64 boot_time = read_boot_time ();
  const char *end;

  if (boot_time < 0 || text == NULL)
    return -1;

  end = strrchr (text, ')');
  if (end == NULL)
    return -1;

  fields = g_strsplit (end + strlen (") "), " ", STAT_N_FIELDS + 1);
  if (g_strv_length (fields) < STAT_N_FIELDS)
    return -1;

  return boot_time * G_USEC_PER_SEC +
         g_ascii_strtoll (fields[STAT_START_TIME], NULL, 10) * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}

static void
write_times (GString *text)
{
  struct rusage usage;
  gint64 start = read_start_time ();

  if (getrusage (RUSAGE_SELF, &usage) == 0)
    {
      wb_exposition_head (text, "process_cpu_seconds_total", "counter",
                          "Total user and system CPU time spent in seconds.");
      wb_exposition_seconds (text, "process_cpu_seconds_total", NULL, NULL,
                             to_microseconds (usage.ru_utime) + to_microseconds (usage.ru_stime));
    }

  if (start >= 0)
    {
      wb_exposition_head (text, "process_start_time_seconds", "gauge",
                          "Start time of the process since unix epoch in seconds.");
      wb_exposition_seconds (text, "process_start_time_seconds", NULL, NULL, start);
    }
}

/**
 * wb_process_write_prometheus:
 * @text: what was written so far
 *
 * Writes what this process uses, under the names that Prometheus' own client
 * libraries use. This reads a few files below /proc.
 */
void
wb_process_write_prometheus (GString *text)
{
  struct rlimit limit;

  g_return_if_fail (text != NULL);

  write_times (text);
  write_memory (text);
  write_number (text, "process_open_fds", "Number of open file descriptors.", count_open_fds ());
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    write_number (text, "process_max_fds", "Maximum number of open file descriptors.",
                  (gint64) limit.rlim_cur);
}
