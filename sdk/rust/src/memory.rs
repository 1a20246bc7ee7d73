//! Room that the host writes into, and the place of the plugin itself.

use std::alloc::Layout;
use std::cell::UnsafeCell;

use crate::output::Output;

const ALIGN: usize = 8;

/// Room for `length` bytes that the host will write; null where there is none left.
pub fn alloc(length: usize) -> *mut u8 {
    match Layout::from_size_align(length.max(1), ALIGN) {
        // The layout is not empty.
        Ok(layout) => unsafe { std::alloc::alloc(layout) },
        Err(_) => std::ptr::null_mut(),
    }
}

/// Takes back what `alloc` gave for so many bytes.
pub fn dealloc(place: *mut u8, length: usize) {
    if let (false, Ok(layout)) = (place.is_null(), Layout::from_size_align(length.max(1), ALIGN)) {
        // The host gives back what it got here, with the length that it asked for.
        unsafe { std::alloc::dealloc(place, layout) }
    }
}

/// Where a module keeps its plugin and what the last call answered.
pub struct Slot<P>(UnsafeCell<Kept<P>>);

pub struct Kept<P> {
    pub plugin: Option<P>,
    /// What the last call answered. It stays in place until the next one, and its room is used again.
    pub output: Option<Output>,
    pub answered: usize,
}

// A module has one thread, and the host never calls a plugin's function while another one runs.
unsafe impl<P> Sync for Slot<P> {}

impl<P> Slot<P> {
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Slot(UnsafeCell::new(Kept { plugin: None, output: None, answered: 0 }))
    }

    /// What is kept. To be asked for once by each exported function that is no part of the allocator.
    #[allow(clippy::mut_from_ref)]
    pub fn kept(&self) -> &mut Kept<P> {
        // As above: there is no other reference while a function runs.
        unsafe { &mut *self.0.get() }
    }

    /// Takes back what the host holds no longer: an input. A result stays, for its room is used again.
    pub fn release(&self, place: *mut u8, length: usize) {
        // The allocator may be called while a function of the plugin waits for the host: one number is read, no reference
        // is made.
        let answered = unsafe { std::ptr::addr_of!((*self.0.get()).answered).read() };
        if place as usize != answered {
            dealloc(place, length);
        }
    }
}
