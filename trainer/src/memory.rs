//! How much memory this process may still take.

use std::{fs, path::Path};

use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};

/// Bytes that the machine, the process's own limits and its control group still allow: the smallest of what is known.
/// `None` when nothing is.
pub(crate) fn available() -> Option<u64> {
    let machine = field("/proc/meminfo", "MemAvailable:");
    [machine, of_process(), of_control_group()].into_iter().flatten().min()
}

/// What the limit of the data segment leaves; it counts every private writable mapping.
fn of_process() -> Option<u64> {
    let (limit, _) = getrlimit(Resource::RLIMIT_DATA).ok()?;
    if limit == RLIM_INFINITY {
        return None;
    }
    Some(limit.saturating_sub(field("/proc/self/status", "VmData:").unwrap_or_default()))
}

/// What the control group leaves, in the second version of the kernel's interface or the first.
fn of_control_group() -> Option<u64> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let room = |line: &str| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let path = path.trim_start_matches('/');
        match controllers {
            "" => room(&Path::new("/sys/fs/cgroup").join(path), "memory.max", "memory.current"),
            "memory" => room(&Path::new("/sys/fs/cgroup/memory").join(path), "memory.limit_in_bytes", "memory.usage_in_bytes"),
            _ => None,
        }
    };
    groups.lines().filter_map(room).min()
}

fn room(group: &Path, limit: &str, used: &str) -> Option<u64> {
    let number = |name: &str| fs::read_to_string(group.join(name)).ok()?.trim().parse::<u64>().ok();
    // Without a limit the file says "max", or a number beyond all memory, which the caller's minimum passes over.
    Some(number(limit)?.saturating_sub(number(used)?))
}

/// A line of a file of `/proc`, in bytes.
fn field(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
