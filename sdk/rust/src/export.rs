//! The functions that a module exports, from its memory's side.

use std::sync::Once;

use crate::error::Error;
use crate::host;
use crate::json::Json;
use crate::memory::Kept;
pub use crate::memory::{alloc, Slot};
use crate::output::Output;
use crate::role::{Plugin, State};
use crate::run;

/// The input that the host hands over; it is there until the function returns.
///
/// # Safety
/// There must be so many bytes.
pub unsafe fn input<'a>(place: *const u8, length: usize) -> &'a [u8] {
    if length == 0 {
        return &[];
    }
    std::slice::from_raw_parts(place, length)
}

/// A panic ends the call: the person is to read what it said and where. The host makes a new instance after it.
fn tell_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|info| host::set_error(&format!("{}", info)))));
}

fn status(result: Result<(), Error>) -> i32 {
    match result {
        Ok(()) => 0,
        Err(error) => {
            host::set_error(error.message());
            error.status()
        }
    }
}

pub fn start<P: Plugin>(slot: &Slot<P>, config: &[u8]) -> i32 {
    tell_panics();
    status(run::start(config).map(|plugin| slot.kept().plugin = Some(plugin)))
}

pub fn stop<P: Plugin>(slot: &Slot<P>) -> i32 {
    status(slot.kept().plugin.as_mut().map_or(Ok(()), P::stop))
}

/// Calls the plugin, and answers its status, else what it wrote, else nothing.
pub fn call<P: Plugin>(slot: &Slot<P>, act: impl FnOnce(&mut P, &mut Output) -> Result<i32, Error>) -> i32 {
    tell_panics();
    let Kept { plugin, output, answered } = slot.kept();
    *answered = 0;
    let output = output.get_or_insert_with(Output::new);
    output.clear();
    let result = match plugin {
        Some(plugin) => act(plugin, output),
        None => Err(Error::new("plugin_init was not called")),
    };
    match result {
        Ok(code) if output.is_empty() => code,
        Ok(_) => {
            *answered = output.result().as_ptr() as usize;
            *answered as i32
        }
        Err(error) => status(Err(error)),
    }
}

/// The same where nothing but success is answered.
pub fn call_plain<P: Plugin>(slot: &Slot<P>, act: impl FnOnce(&mut P, &mut Output) -> Result<(), Error>) -> i32 {
    call(slot, |plugin, out| act(plugin, out).map(|()| 0))
}

pub fn load_state<P: State>(slot: &Slot<P>, state: &[u8]) -> i32 {
    call_plain(slot, |plugin, _| match Json::parse(state) {
        Some(state) => plugin.load(state),
        None => Err(Error::new("the saved state is not JSON")),
    })
}

/// Exports a plugin under its role: `export!(MyPlugin: Filter);`, or `export!(MyPlugin: Source + State);` where it can be
/// taken up again. Once in a crate of type `cdylib`; outside of WebAssembly it is nothing.
#[macro_export]
macro_rules! export {
    ($plugin:ty: $role:ident) => {
        $crate::export!(@module $plugin, $role, {});
    };
    ($plugin:ty: $role:ident + State) => {
        $crate::export!(@module $plugin, $role, {
            #[no_mangle]
            extern "C" fn save_state() -> i32 {
                $crate::export::call_plain(&PLUGIN, $crate::State::save)
            }
            #[no_mangle]
            unsafe extern "C" fn load_state(place: *const u8, length: usize) -> i32 {
                $crate::export::load_state(&PLUGIN, $crate::export::input(place, length))
            }
        });
    };
    (@module $plugin:ty, $role:ident, { $($more:item)* }) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            static PLUGIN: $crate::export::Slot<$plugin> = $crate::export::Slot::new();
            #[no_mangle]
            extern "C" fn alloc(length: usize) -> *mut u8 {
                $crate::export::alloc(length)
            }
            #[no_mangle]
            extern "C" fn dealloc(place: *mut u8, length: usize) {
                PLUGIN.release(place, length);
            }
            #[no_mangle]
            unsafe extern "C" fn plugin_init(place: *const u8, length: usize) -> i32 {
                $crate::export::start(&PLUGIN, $crate::export::input(place, length))
            }
            #[no_mangle]
            extern "C" fn plugin_cleanup() -> i32 {
                $crate::export::stop(&PLUGIN)
            }
            $($more)*
            $crate::export!(@role $role);
        };
    };
    (@role Source) => {
        #[no_mangle]
        extern "C" fn read_data() -> i32 {
            $crate::export::call_plain(&PLUGIN, $crate::run::read_data)
        }
    };
    (@role Processor) => {
        #[no_mangle]
        unsafe extern "C" fn process_data(place: *const u8, length: usize) -> i32 {
            let input = $crate::export::input(place, length);
            $crate::export::call_plain(&PLUGIN, |plugin, out| $crate::run::process_data(plugin, input, out))
        }
    };
    (@role Transformer) => {
        #[no_mangle]
        unsafe extern "C" fn transform_data(place: *const u8, length: usize) -> i32 {
            let input = $crate::export::input(place, length);
            $crate::export::call_plain(&PLUGIN, |plugin, out| $crate::run::transform_data(plugin, input, out))
        }
    };
    (@role Filter) => {
        #[no_mangle]
        unsafe extern "C" fn filter_data(place: *const u8, length: usize) -> i32 {
            let input = $crate::export::input(place, length);
            $crate::export::call(&PLUGIN, |plugin, out| $crate::run::filter_data(plugin, input, out))
        }
    };
    (@role Aggregator) => {
        #[no_mangle]
        unsafe extern "C" fn aggregate_data(place: *const u8, length: usize) -> i32 {
            let input = $crate::export::input(place, length);
            $crate::export::call_plain(&PLUGIN, |plugin, _| $crate::run::aggregate_data(plugin, input))
        }
        #[no_mangle]
        extern "C" fn aggregate_result() -> i32 {
            $crate::export::call_plain(&PLUGIN, $crate::run::aggregate_result)
        }
    };
    (@role Destination) => {
        #[no_mangle]
        unsafe extern "C" fn write_data(place: *const u8, length: usize) -> i32 {
            let input = $crate::export::input(place, length);
            $crate::export::call_plain(&PLUGIN, |plugin, _| $crate::run::write_data(plugin, input))
        }
    };
}
