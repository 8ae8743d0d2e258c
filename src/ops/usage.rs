//! What the process takes of the machine, as Linux tells it (`proc(5)`).

use std::fs;

/// Clock ticks a second in `/proc`: 100 on every architecture that Linux runs on today (`USER_HZ`).
const TICKS: f64 = 100.0;

/// Memory and processor time of this process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Usage {
    /// Memory that is really there.
    pub(super) resident_bytes: u64,
    /// Of all threads, in the program and for it in the kernel.
    pub(super) cpu_seconds: f64,
}

impl Usage {
    /// As it is now; `None` where nobody tells.
    pub(super) fn now() -> Option<Self> {
        Self::of(&fs::read_to_string("/proc/self/status").ok()?, &fs::read_to_string("/proc/self/stat").ok()?)
    }

    fn of(status: &str, stat: &str) -> Option<Self> {
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: u64 = resident.trim().strip_suffix("kB")?.trim().parse().ok()?;
        // The second field is the program's name in brackets, and may hold anything.
        let (_, fields) = stat.rsplit_once(')')?;
        let ticks = |nth: usize| fields.split_whitespace().nth(nth)?.parse::<u32>().ok();
        Some(Self {
            resident_bytes: kilobytes * 1_024,
            cpu_seconds: f64::from(ticks(11)?) / TICKS + f64::from(ticks(12)?) / TICKS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_from_what_linux_tells() {
        let status = "Name:\tfukugyo\nVmHWM:\t  90000 kB\nVmRSS:\t  81234 kB\n";
        let stat = "12 (a) b (c)) S 1 12 12 0 -1 4194560 4242 0 7 0 250 50 0 0 20 0 4 0 100 1 2";
        let usage = Usage { resident_bytes: 81_234 * 1_024, cpu_seconds: 3.0 };
        assert_eq!(Usage::of(status, stat), Some(usage));
        assert_eq!(Usage::of("", stat), None);
        assert_eq!(Usage::of(status, "12 (x) S"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_takes_something() {
        assert!(Usage::now().is_some_and(|usage| usage.resident_bytes > 100_000));
    }
}
