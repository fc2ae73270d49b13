//! A private root, in which the job's folder is `/opt/ml`, for the supervisor and the processes that it starts. On request also
//! a network of their own without a way out.
//!
//! This takes a mount namespace. Without root's rights it also takes a user namespace, which some systems forbid. The functions
//! are called while the process has one thread.

use std::{fs, io, path::Path};

/// The folder of a training container.
pub(super) const ML: &str = "/opt/ml";

/// Makes `ml` appear as [`ML`]. The function may fill the folder `scratch`.
///
/// # Errors
/// The system does not allow it. The process then keeps its root.
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
    // The system has no `/opt/ml`, and we may not be allowed to create it. A copy of `/opt` with this folder is mounted over
    // `/opt`.
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

/// Takes the network away from this process and the processes that it starts. They keep a loopback interface of their own.
/// Called after [`enter`], whose user namespace gives the right to do this.
///
/// # Errors
/// The system does not allow it. The network then stays as it was, or it has no loopback.
#[cfg(target_os = "linux")]
pub(super) fn isolate() -> io::Result<()> {
    nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET)?;
    start_loopback()
}

/// Switches the loopback on. It is off in a new network, and programs talk to themselves over it.
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

/// Other systems have no namespaces.
#[cfg(not(target_os = "linux"))]
pub(super) fn isolate() -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes a folder read-only for this process and the processes that it starts. Called after [`enter`].
///
/// # Errors
/// The system does not allow it. The folder then stays writable.
#[cfg(target_os = "linux")]
pub(super) fn protect(folder: &Path) -> io::Result<()> {
    use nix::{
        mount::{MsFlags, mount},
        sys::statvfs::{FsFlags, statvfs},
    };

    let nothing: Option<&str> = None;
    mount(Some(folder), folder, nothing, MsFlags::MS_BIND, nothing)?;
    // In a user namespace a remount must keep the restrictions of the system's own mount.
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

/// Other systems have no namespaces.
#[cfg(not(target_os = "linux"))]
pub(super) fn protect(_folder: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Other systems have no namespaces.
#[cfg(not(target_os = "linux"))]
pub(super) fn enter(_ml: &Path, _scratch: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
