// Older clients ask here for a WebSocket; what they want to hear is told by the stream, which asks who they are.
export function GET(request: Request, context: { params: Promise<{ account_id: string }> }): Promise<Response> {
  return context.params.then(({ account_id }) => {
    const query = new URLSearchParams({ account: account_id });
    const after = new URL(request.url).searchParams.get('after');
    if (after !== null) query.set('after', after);
    return new Response(null, { status: 308, headers: { location: `/api/stream?${query}`, 'cache-control': 'no-store' } });
  });
}
