//! Files that lie: every reader survives them, and takes no more memory than what has arrived.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    io::Read,
};

use mxnet_formats::{
    image_list::read_image_list,
    model_shapes::{read_model_shapes, write_model_shapes},
    ndarray_list::{MAX_CHUNK, NamedArray, read_float32, scan, write_float32},
    record_io::{MAGIC_BYTES, RecordCounter, first_records, image_header, read_record, write_record},
    symbol::{GraphWriter, read_symbol},
};

thread_local! {
    /// Bytes that this thread holds now, and the most that it held.
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, with an account of each thread.
struct Counting;

fn add(bytes: isize) {
    // While a thread ends there is no account any more.
    let _ = HELD.try_with(|held| {
        let (now, most) = held.get();
        held.set((now + bytes, most.max(now + bytes)));
    });
}

#[expect(unsafe_code, reason = "an allocator is unsafe to implement; this one hands every call on")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        add(-(layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that are held at once while something is done.
fn most_held(action: impl FnOnce()) -> usize {
    let before = HELD.get().0;
    HELD.set((before, before));
    action();
    usize::try_from(HELD.get().1 - before).unwrap_or_default()
}

/// Reads the bytes as a file of every format.
fn read_as_everything(bytes: &[u8]) {
    let _ = first_records(bytes, u64::MAX, usize::MAX);
    for offset in [0, 4, bytes.len() as u64, u64::MAX - 3, u64::MAX] {
        let _ = read_record(bytes, offset);
    }
    let mut counter = RecordCounter::default();
    let _ = counter.take(bytes).and_then(|()| counter.end());
    let _ = scan(bytes, |_, _| {});
    let _ = read_float32(bytes, u64::MAX);
    let _ = read_symbol(bytes);
    let _ = read_model_shapes(bytes);
    let _ = read_image_list(&String::from_utf8_lossy(bytes));
}

/// What a reader may hold: its chunk of the widest elements and their values, and a few times what has arrived.
fn allowed(bytes: &[u8]) -> usize {
    MAX_CHUNK * (8 + 4) + 16 * 1024 + 40 * bytes.len()
}

fn records() -> Vec<u8> {
    let mut file = Vec::new();
    let payloads = [
        [&image_header(1.0, 7)[..], b"JPEG"].concat(),
        [&2_u32.to_le_bytes()[..], &[0; 20], &1_f32.to_le_bytes(), &MAGIC_BYTES, b"PNG"].concat(),
    ];
    payloads.iter().for_each(|payload| write_record(&mut file, payload).expect("memory takes it"));
    file
}

fn arrays() -> Vec<u8> {
    let arrays = [
        NamedArray { name: "arg:fc1_weight".to_owned(), shape: vec![2, 3], values: vec![1.0, -2.0, 3.5, 0.0, 1e-20, 7.0] },
        NamedArray { name: "aux:bn1_moving_var".to_owned(), shape: vec![1], values: vec![1.5] },
    ];
    let mut bytes = Vec::new();
    write_float32(&arrays, &mut bytes).expect("memory takes it");
    bytes
}

fn symbol() -> Vec<u8> {
    let mut graph = GraphWriter::default();
    let data = graph.variable("data", &[]);
    let weight = graph.variable("fc1_weight", &[("num_hidden", "7")]);
    let layer = graph.operator("FullyConnected", "fc1", &[("num_hidden", "7")], &[(data, 0), (weight, 0)]);
    graph.text(&[layer]).into_bytes()
}

fn samples() -> [Vec<u8>; 5] {
    [records(), arrays(), symbol(), write_model_shapes([3, 28, 28]).into_bytes(), b"5\t1\ta.jpg\n6\t0\tb.jpg\n".to_vec()]
}

#[test]
fn files_that_are_cut_anywhere_are_survived() {
    for sample in samples() {
        for length in 0..sample.len() {
            let cut = &sample[..length];
            let held = most_held(|| read_as_everything(cut));
            assert!(held <= allowed(cut), "{length} bytes: {held}");
        }
    }
}

/// Numbers at which sizes overflow, or memory ends.
const EXTREMES: [u64; 12] = [
    0,
    (1 << 29) - 1,
    1 << 29,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 48,
    (1 << 61) + 1,
    (1 << 63) - 1,
    1 << 63,
    u64::MAX - 7,
    u64::MAX,
];

#[test]
fn extreme_numbers_anywhere_are_survived() {
    for sample in samples() {
        for place in 0..sample.len() {
            for number in EXTREMES {
                for width in [4, 8] {
                    let mut changed = sample.clone();
                    let end = sample.len().min(place + width);
                    changed[place..end].copy_from_slice(&number.to_le_bytes()[..end - place]);
                    let held = most_held(|| read_as_everything(&changed));
                    assert!(held <= allowed(&changed), "{number:#x} at {place}: {held}");
                }
            }
        }
    }
}

#[test]
fn random_changes_are_survived() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for sample in samples() {
        for _ in 0..20_000 {
            let mut changed = sample.clone();
            for _ in 0..=random(4) {
                let place = random(changed.len());
                changed[place] = random(256) as u8;
            }
            changed.truncate(random(changed.len()) + 1);
            let held = most_held(|| read_as_everything(&changed));
            assert!(held <= allowed(&changed), "{changed:?}: {held}");
        }
    }
}

/// A file whose beginning claims what its rest does not hold.
struct Claims<'a> {
    beginning: &'a [u8],
    zeros: u64,
}

impl Read for Claims<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.beginning.is_empty() {
            let count = buffer.len().min(usize::try_from(self.zeros).unwrap_or(usize::MAX));
            buffer[..count].fill(0);
            self.zeros -= count as u64;
            return Ok(count);
        }
        self.beginning.read(buffer)
    }
}

/// A list of one array with these dimensions, up to its elements.
fn list_of(dimensions: &[i64]) -> Vec<u8> {
    let mut list = arrays()[..32].to_vec();
    list[16] = 1;
    list.extend((dimensions.len() as u32).to_le_bytes());
    dimensions.iter().for_each(|size| list.extend(size.to_le_bytes()));
    list.extend([0; 12]);
    list
}

#[test]
fn an_array_takes_the_memory_of_what_has_arrived() {
    let claims = |zeros| Claims { beginning: &[], zeros };
    // A terabyte is claimed, a megabyte arrives.
    let list = list_of(&[1 << 19, 1 << 19]);
    let held = most_held(|| {
        let error = read_float32(list.as_slice().chain(claims(1 << 20)), u64::MAX).expect_err("a refusal");
        assert_eq!(error.to_string(), "it ends too early");
    });
    assert!(held < 4 << 20, "{held}");
    let held = most_held(|| {
        let error = scan(list.as_slice().chain(claims(64 << 20)), |_, _| {}).expect_err("a refusal");
        assert_eq!(error.to_string(), "it ends too early");
    });
    assert!(held < 1 << 20, "{held}");
}

#[test]
fn dimensions_that_nothing_has_are_refused_by_name() {
    let refusals = |dimensions: &[i64]| {
        let list = list_of(dimensions);
        let one = read_float32(list.as_slice(), 1 << 30).expect_err("a refusal").to_string();
        (one, scan(list.as_slice(), |_, _| {}).expect_err("a refusal").to_string())
    };
    let both = |text: &str| (text.to_owned(), text.to_owned());
    assert_eq!(refusals(&[-1, 3]), both("a dimension is negative"));
    assert_eq!(refusals(&[3, i64::MIN]), both("a dimension is negative"));
    let huge = ("its arrays are larger than this network's", "an array claims more elements than any memory holds");
    for dimensions in [&[1 << 48][..], &[i64::MAX], &[1 << 32, 1 << 32], &[i64::MAX, i64::MAX, i64::MAX]] {
        assert_eq!(refusals(dimensions), (huge.0.to_owned(), huge.1.to_owned()), "{dimensions:?}");
    }
    assert_eq!(refusals(&[1; 33]), both("an array has 33 dimensions"));
    // Nothing is left of the largest sizes where another one is zero.
    assert_eq!(refusals(&[i64::MAX, 0]), both("it ends too early"));
}

#[test]
fn a_record_takes_no_memory_for_what_it_only_claims() {
    let mut head = MAGIC_BYTES.to_vec();
    head.extend(((1_u32 << 29) - 1).to_le_bytes());
    head.extend([0; 1000]);
    let held = most_held(|| {
        let error = read_record(head.as_slice(), 0).expect_err("a refusal");
        assert_eq!(error.to_string(), "the record has 536870911 bytes, but only 1000 are left");
    });
    assert!(held < 1024, "{held}");
}
