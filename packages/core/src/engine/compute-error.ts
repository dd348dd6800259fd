/** Errors of Windows about containers, in the words that Docker passes on. */

/** It could not create a container. hcsshim: internal/hcs/errors.go, SystemError. */
export function computeError(containerId: string, reason: string): Error {
  return new Error(`hcs::CreateComputeSystem ${containerId}: ${reason}`);
}

/** It could not start the process in a container. hcsshim: errors.go, ContainerError. */
export function processError(containerId: string, reason: string): Error {
  const step = `container ${containerId} encountered an error during hcs::System::CreateProcess`;
  return new Error(`${step}: failure in a Windows system call: ${reason}`);
}
