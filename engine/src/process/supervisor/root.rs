//! A private root: the job's folder as `/opt/ml`, for the supervisor and what it starts, and for nobody else. And, when it is
//! asked for, a network of their own that leads nowhere.
//!
//! It takes a mount namespace; without root's rights also a user namespace, which some systems forbid. Called while the
//! process has one thread.

use std::{fs, io, path::Path};

/// Where containers find everything.
pub(super) const ML: &str = "/opt/ml";

/// Makes `ml` appear as [`ML`]. `scratch` is a folder that this may fill.
///
/// # Errors
/// What the system does not allow; the process then sees the root that it saw before.
#[cfg(target_os = "linux")]
pub(super) fn enter(ml: &Path, scratch: &Path) -> io::Result<()> {
    use nix::{
        mount::{MsFlags, mount},
        sched::{CloneFlags, unshare},
        unistd::{getgid, getuid},
    };

    let (user, group) = (getuid(), getgid());
    let own = CloneFlags::CLONE_NEWNS;
    if !user.is_root() || unshare(own).is_err() {
        unshare(own | CloneFlags::CLONE_NEWUSER)?;
        fs::write("/proc/self/setgroups", "deny")?;
        fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
        fs::write("/proc/self/gid_map", format!("{group} {group} 1"))?;
    }
    let nothing: Option<&str> = None;
    mount(nothing, "/", nothing, MsFlags::MS_REC | MsFlags::MS_PRIVATE, nothing)?;
    let bind = |from: &Path, to: &Path| mount(Some(from), to, nothing, MsFlags::MS_BIND | MsFlags::MS_REC, nothing);
    let target = Path::new(ML);
    if target.is_dir() {
        return Ok(bind(ml, target)?);
    }
    // There is no such folder, and it may not be ours to make: a copy of `/opt` that has one is laid over it.
    let opt = Path::new("/opt");
    let copy = scratch.join("opt");
    fs::create_dir_all(copy.join("ml"))?;
    for entry in fs::read_dir(opt)? {
        let entry = entry?;
        let place = copy.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            if place.symlink_metadata().is_err() {
                std::os::unix::fs::symlink(fs::read_link(entry.path())?, &place)?;
            }
            continue;
        }
        match kind.is_dir() {
            true => fs::create_dir_all(&place)?,
            false => drop(fs::File::create(&place)?),
        }
        bind(&entry.path(), &place)?;
    }
    bind(ml, &copy.join("ml"))?;
    Ok(bind(&copy, opt)?)
}

/// Takes the network away from this process and what it starts: it sees no interface but a loopback of its own. Best after
/// [`enter`], which gives the rights for it where a user namespace does.
///
/// # Errors
/// What the system does not allow; the network then is as it was, or has no loopback.
#[cfg(target_os = "linux")]
pub(super) fn isolate() -> io::Result<()> {
    nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET)?;
    start_loopback()
}

/// A new network's loopback is off, and programs talk to themselves over it.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "only this call of the kernel switches an interface on")]
fn start_loopback() -> io::Result<()> {
    use std::os::fd::AsRawFd;

    use nix::libc::{IFF_RUNNING, IFF_UP, SIOCSIFFLAGS, c_char, c_short, ifreq, ioctl};

    let socket = std::net::UdpSocket::bind("0.0.0.0:0")?;
    // SAFETY: a structure of integers, for which zeros are a value.
    let mut request: ifreq = unsafe { std::mem::zeroed() };
    for (place, byte) in request.ifr_name.iter_mut().zip(b"lo") {
        *place = c_char::from_ne_bytes([*byte]);
    }
    request.ifr_ifru.ifru_flags = c_short::try_from(IFF_UP | IFF_RUNNING).map_err(io::Error::other)?;
    // SAFETY: the socket is open, and the kernel only reads the structure.
    match unsafe { ioctl(socket.as_raw_fd(), SIOCSIFFLAGS, &request) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Other systems have no such thing.
#[cfg(not(target_os = "linux"))]
pub(super) fn isolate() -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes a folder read-only for this process and what it starts, after [`enter`].
///
/// # Errors
/// What the system does not allow; the folder then is as it was.
#[cfg(target_os = "linux")]
pub(super) fn protect(folder: &Path) -> io::Result<()> {
    use nix::{
        mount::{MsFlags, mount},
        sys::statvfs::{FsFlags, statvfs},
    };

    let nothing: Option<&str> = None;
    mount(Some(folder), folder, nothing, MsFlags::MS_BIND, nothing)?;
    // In a user namespace a remount must keep what the system's own mount forbids.
    let mut flags = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY;
    let own = statvfs(folder)?.flags();
    for (flag, same) in [
        (FsFlags::ST_NOSUID, MsFlags::MS_NOSUID),
        (FsFlags::ST_NODEV, MsFlags::MS_NODEV),
        (FsFlags::ST_NOEXEC, MsFlags::MS_NOEXEC),
        (FsFlags::ST_NOATIME, MsFlags::MS_NOATIME),
        (FsFlags::ST_NODIRATIME, MsFlags::MS_NODIRATIME),
        (FsFlags::ST_RELATIME, MsFlags::MS_RELATIME),
    ] {
        flags.set(same, own.contains(flag));
    }
    Ok(mount(nothing, folder, nothing, flags, nothing)?)
}

/// Other systems have no such thing.
#[cfg(not(target_os = "linux"))]
pub(super) fn protect(_folder: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Other systems have no such thing.
#[cfg(not(target_os = "linux"))]
pub(super) fn enter(_ml: &Path, _scratch: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
